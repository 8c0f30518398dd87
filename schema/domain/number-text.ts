import type { NumberText as SubmittedNumber } from './submissions/submission.js'

/**
 * A number whose source text a double cannot carry (S6), as the JSON reader and literals of a GraphQL document give it.
 * A class, so that an object `{"numberText": ...}` that somebody wrote is never taken for one.
 */
export class NumberText implements SubmittedNumber {
  readonly numberText: string

  constructor(numberText: string) {
    this.numberText = numberText
    Object.freeze(this)
  }
}
