export { version } from "../report/version.js";
