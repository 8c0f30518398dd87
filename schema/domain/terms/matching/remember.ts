/** A store of what was worked out before, which forgets all when it is full. */
export type Memo<T> = Map<string, T>

const MOST = 50_000
/** Longer keys are not worth their room. */
const LONGEST_KEY = 400

/** What stands under the key, made once. */
export const remember = <T>(memo: Memo<T>, key: string, make: () => T): T => {
  if (key.length > LONGEST_KEY) return make()
  const known = memo.get(key)
  if (known !== undefined) return known
  const made = make()
  if (memo.size >= MOST) memo.clear()
  memo.set(key, made)
  return made
}
