// Serves a directory until it is interrupted.   node scripts/serve.mjs DIRECTORY [PAGE]
import { serve } from "../tests/e2e/server.mjs";

const [directory, page = ""] = process.argv.slice(2);
const { url } = await serve(directory);
console.log(url + page);
