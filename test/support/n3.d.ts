/** What the tests use of n3, which brings no types: a Turtle parser that knows nothing of ours. */
declare module 'n3' {
  export type Term = { readonly termType: string; readonly value: string; readonly language?: string; readonly datatype?: Term }
  export type Quad = { readonly subject: Term; readonly predicate: Term; readonly object: Term }
  export class Parser {
    parse(text: string): Quad[]
  }
}
