/** The little that we do with URIs. They are compared as text: the client writes each in one way. */

export const schemeOf = (uri: string): string => uri.slice(0, uri.indexOf(":"));

/** The folder of a file, without a slash at its end; null at the root. */
export function parentOf(uri: string): string | null {
  const slash = uri.lastIndexOf("/");
  const authority = uri.indexOf("://") + 2;
  return slash <= authority ? null : uri.slice(0, slash);
}

/** The path below `folder`, decoded, as patterns see it; null if the file is not there. */
export function pathBelow(folder: string, uri: string): string | null {
  const base = folder.endsWith("/") ? folder : `${folder}/`;
  return uri.startsWith(base) ? decode(uri.slice(base.length)) : null;
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const isNotebookUri = (uri: string): boolean => uri.endsWith(".ipynb");
