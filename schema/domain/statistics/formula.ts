/** The four signs of arithmetic a formula may use. */
export type Operator = '+' | '-' | '*' | '/'

/** A formula as it was written, without its parentheses. A number keeps its canonical decimal text. */
export type FormulaNode =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'measure'; readonly code: string }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: FormulaNode; readonly right: FormulaNode }

/** The signs a rule of the edition may put between its two sides. */
export const COMPARISONS = ['<=', '<', '='] as const
export type Comparison = (typeof COMPARISONS)[number]

/** A rule of the edition, such as `calls_answered <= calls_offered`. */
export type Check = { readonly comparison: Comparison; readonly left: FormulaNode; readonly right: FormulaNode }

const collectMeasures = (node: FormulaNode, found: Set<string>): void => {
  if (node.kind === 'measure') found.add(node.code)
  if (node.kind !== 'operation') return
  collectMeasures(node.left, found)
  collectMeasures(node.right, found)
}

/** Codes of the measures in a formula or a check, each once, in the order in which they are first written. */
export const measuresOf = (source: FormulaNode | Check): readonly string[] => {
  const found = new Set<string>()
  for (const node of 'comparison' in source ? [source.left, source.right] : [source]) collectMeasures(node, found)
  return [...found]
}

const STRENGTH: Record<Operator, number> = { '+': 1, '-': 1, '*': 2, '/': 2 }

const printWithin = (node: FormulaNode, least: number): string => {
  if (node.kind === 'number') return node.text
  if (node.kind === 'measure') return node.code
  const strength = STRENGTH[node.operator]
  const text = `${printWithin(node.left, strength)} ${node.operator} ${printWithin(node.right, strength + 1)}`
  return strength < least ? `(${text})` : text
}

/** The formula as text with only the parentheses it needs; `parseFormula` reads it back as the same tree. */
export const printFormula = (node: FormulaNode): string => printWithin(node, 0)

/** The check as text; `parseCheck` reads it back. */
export const printCheck = ({ comparison, left, right }: Check): string => `${printFormula(left)} ${comparison} ${printFormula(right)}`
