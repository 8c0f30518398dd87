import { inspect } from 'node:util'

/** A text that must not be printed: in logs, errors and JSON it is `[secret]`. Read it with `reveal()` at the one place that needs it. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    Object.freeze(this)
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
