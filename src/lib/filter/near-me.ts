// How far the question for the visitor's position has come.

export type Asking = 'idle' | 'asking' | 'refused' | 'failed' | 'silent';
