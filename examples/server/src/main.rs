//! The reference server; see the library.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    wrap_up_server::run(std::env::args().skip(1)).await
}
