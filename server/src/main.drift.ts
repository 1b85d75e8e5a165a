/** What reads data for drift, as a process (`serve`) or as a module of the command line. DuckDB's native library lives here and nowhere else. */
import { serveEngine } from "./host/duckdb/serve.js";

export { serveEngine };

if (process.argv[2] === "serve") serveEngine();
