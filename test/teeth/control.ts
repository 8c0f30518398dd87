/** A control, how it is taken out, and the tests of which one must fail without it. */
export type Control = {
  readonly name: string
  readonly file: string
  /** Text that stands in the file exactly once, or where `all` is set, at least once. */
  readonly find: string
  readonly replace: string
  readonly tests: readonly string[]
  readonly all?: boolean
}
