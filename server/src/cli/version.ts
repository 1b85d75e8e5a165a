/** The version of the command line. A test holds it equal to the package's. */
export const version = "0.1.0";
