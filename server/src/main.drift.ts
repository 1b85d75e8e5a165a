/** The process that reads data for drift. DuckDB's native library lives here and nowhere else. */
import { serveEngine } from "./host/duckdb/serve.js";

serveEngine();
