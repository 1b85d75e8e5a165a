/** 128 random bits as text, from the generator that browsers and Node have in common. */
export const randomBytes = (): string =>
  Array.from(globalThis.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
