/** Something that whoever typed the command can put right; ends with exit code 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault'

  constructor(ko: string, en: string) {
    super(`${ko}\n${en}`)
  }
}
