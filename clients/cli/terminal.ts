import { visibleText } from './print/visible-text.js'

/** Where a command speaks: `out` for what was asked for, `tell` for everything beside it (nothing but results stands on stdout with --json). */
export type Terminal = {
  readonly out: (text: string) => void
  readonly tell: (text: string) => void
  readonly isInteractive: boolean
  readonly columns: number
}

const DEFAULT_COLUMNS = 140

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  out: text => void process.stdout.write(`${text}\n`),
  tell: text => void process.stderr.write(`${text}\n`),
  isInteractive: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? DEFAULT_COLUMNS,
})

/** The one control character that is meant: the bell of whoever sits before this terminal. */
export const ringTerminal = (): void => void process.stderr.write('\u0007')

/** The same terminal, which no text can steer: control characters are written out. */
export const withVisibleText = (terminal: Terminal): Terminal => ({
  ...terminal,
  out: text => terminal.out(visibleText(text)),
  tell: text => terminal.tell(visibleText(text)),
})

/** The same terminal, silent until `release`: what is said under a progress bar would break its line. */
export function holdBack(terminal: Terminal): { readonly terminal: Terminal; readonly release: () => void } {
  const said: (() => void)[] = []
  return {
    terminal: {
      ...terminal,
      out: text => void said.push(() => terminal.out(text)),
      tell: text => void said.push(() => terminal.tell(text)),
    },
    release: () => {
      for (const say of said) say()
    },
  }
}
