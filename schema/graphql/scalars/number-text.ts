import type { NumberText as SubmittedNumber } from '../../domain/submissions/submission.js'

/**
 * A number of the request whose source text a double cannot carry (S6), as the JSON reader and literals of a document give it.
 * A class, so that an object `{"numberText": ...}` that a client wrote itself is never taken for one.
 */
export class NumberText implements SubmittedNumber {
  readonly numberText: string

  constructor(numberText: string) {
    this.numberText = numberText
    Object.freeze(this)
  }
}
