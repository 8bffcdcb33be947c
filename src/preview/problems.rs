//! What administrators and developers have to know: faulty configurations and
//! records that cannot be read.

use interaction_wrap_up::backend::BackendError;
use interaction_wrap_up::runtime::Problem;
use interaction_wrap_up::view::SaveFailure;
use interaction_wrap_up::view::messages::{text, with};
use leptos::prelude::*;

/// Problems in words.
#[derive(Debug, Clone, Default)]
pub(super) struct Problems(Vec<String>);

impl Problems {
    /// The store cannot be opened.
    pub(super) fn closed(error: &BackendError) -> Self {
        Self(vec![words(error)])
    }

    /// What was found while opening.
    pub(super) fn found(problems: &[Problem]) -> Self {
        let in_words = |problem: &Problem| match problem {
            Problem::Torn(torn) => with(
                "preview.torn",
                &[("kind", torn.kind), ("id", &torn.id), ("error", &torn.error.to_string())],
            ),
            Problem::NoCatalog(error) => words(error),
            Problem::NotKept(error) => [&words(error), " ", text("failure.memory")].concat(),
        };
        // Without a store there is no catalog either; once is enough.
        let not_kept = problems.iter().any(|each| matches!(each, Problem::NotKept(_)));
        let is_told = |each: &&Problem| !not_kept || !matches!(each, Problem::NoCatalog(_));
        Self(problems.iter().filter(is_told).map(in_words).collect())
    }
}

fn words(error: &BackendError) -> String {
    match error {
        BackendError::Torn(torn) => with(
            "preview.torn",
            &[("kind", torn.kind), ("id", &torn.id), ("error", &torn.error.to_string())],
        ),
        other => SaveFailure::from(other).advice().to_owned(),
    }
}

/// The list; nothing where there are none.
#[component]
pub(super) fn ProblemList(problems: Problems) -> impl IntoView {
    let items = problems.0;
    (!items.is_empty()).then(|| {
        let items: Vec<_> =
            items.into_iter().map(|words| view! { class="preview", <li>{words}</li> }).collect();
        view! { class="preview",
            <section class="preview-problems" role="alert" aria-label=text("preview.problems")>
                <h2>{text("preview.problems")}</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}
