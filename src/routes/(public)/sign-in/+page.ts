// A page of words for now: it needs no script.
export const csr = false;
