import type { Control } from './control.js'

/** Why the control cannot be taken out of its file as it is now: it would be another one, or none. Null where it can. */
export function misplaced({ name, file, find, all }: Control, whole: string): string | null {
  const places = whole.split(find).length - 1
  if (places === 1 || (places > 1 && all === true)) return null
  return `The control "${name}" stands ${places} times in ${file}; mend its entry in test/teeth.`
}

/** The file without the control. */
export function takeOut(control: Control, whole: string): string {
  const fault = misplaced(control, whole)
  if (fault !== null) throw new Error(fault)
  return whole.replaceAll(control.find, () => control.replace)
}
