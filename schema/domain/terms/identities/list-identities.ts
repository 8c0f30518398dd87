import { toRationalText } from '../../decimal.js'
import type { EditionPack, PackIndicator } from '../../statistics/edition-pack.js'
import { measuresOf, printFormula, type FormulaNode } from '../../statistics/formula.js'
import { isOne, normalizeFormula, type NormalForm } from '../../statistics/normalize-formula.js'
import { parseCheck } from '../../statistics/parse-check.js'
import { parseFormula } from '../../statistics/parse-formula.js'
import type { Identities, Identity } from './identity.js'

type Names = ReadonlyMap<string, { readonly ko: string; readonly en: string }>
type Days = Pick<Identity, 'from' | 'to'>
type Relation = Omit<Identity, 'refs' | 'textKo' | 'textEn'>

/** A part that is not sent is no more than the parts that are; of parts that are added in some formula nobody knows. */
const [AS_MUCH, ANYTHING] = [1, Infinity]
const ALWAYS: Days = { from: null, to: null }

const renamed = (node: FormulaNode, rename: (code: string) => string): FormulaNode => {
  if (node.kind === 'number') return node
  if (node.kind === 'measure') return { kind: 'measure', code: rename(node.code) }
  return { ...node, left: renamed(node.left, rename), right: renamed(node.right, rename) }
}

const asRefs = (node: FormulaNode): FormulaNode => renamed(node, code => `measure:${code}`)
const refNode = (code: string): FormulaNode => ({ kind: 'measure', code })
const sumOf = ([first, ...others]: readonly FormulaNode[]): FormulaNode | null =>
  first === undefined ? null : others.reduce((left, right) => ({ kind: 'operation', operator: '+', left, right }), first)

const namesOf = ({ measures, indicators }: EditionPack): Names =>
  new Map([
    ...measures.measures.map(({ code, name_ko, name_en }) => [`measure:${code}`, { ko: name_ko, en: name_en }] as const),
    ...indicators.indicators.flatMap(({ code, name_ko, name_en, variants }) => [
      [`indicator:${code}`, { ko: name_ko, en: name_en }] as const,
      ...variants.map(
        ({ variant }) => [`indicator:${code}#${variant}`, { ko: `${name_ko}(${variant})`, en: `${name_en} (${variant})` }] as const,
      ),
    ]),
  ])

const finish = (relation: Relation, names: Names): Identity => {
  const { left, right, comparison } = relation
  const print = (lang: 'ko' | 'en'): string =>
    [left, right].map(node => printFormula(renamed(node, ref => names.get(ref)?.[lang] ?? ref))).join(` ${comparison} `)
  return { ...relation, refs: [...new Set([...measuresOf(left), ...measuresOf(right)])], textKo: print('ko'), textEn: print('en') }
}

/** Rules that no definition lets anybody break, about a night as a whole: those over longer periods, breakdowns or conditions need more than two records say. */
const ruleRelations = ({ measures }: EditionPack): readonly Relation[] =>
  measures.measures.flatMap(({ constraints }) =>
    constraints.flatMap(({ id, check, when, severity, sum_over, over, effective_from }): readonly Relation[] => {
      const parsed = severity === 'error' && when === null && sum_over === null && over === null ? parseCheck(check) : null
      if (parsed === null || !parsed.ok || parsed.value.comparison === '<') return []
      const { comparison, left, right } = parsed.value
      return [{ id, comparison, left: asRefs(left), right: asRefs(right), unsent: AS_MUCH, from: effective_from, to: null }]
    }),
  )

/** One way of making an indicator, with the days on which it is the standard's or anybody's. */
type Making = Days & { readonly id: string; readonly ref: string; readonly node: FormulaNode; readonly form: NormalForm }

const makingsOf = ({ code, versions, variants }: PackIndicator): readonly Making[] => {
  const made = (id: string, ref: string, formula: string, days: Days): readonly Making[] => {
    const node = parseFormula(formula)
    const form = node.ok ? normalizeFormula(node.value) : node
    return node.ok && form.ok ? [{ id, ref, node: node.value, form: form.value, ...days }] : []
  }
  return [
    ...versions.flatMap(({ version, status, formula, effective_from, effective_to }) =>
      status === 'draft' ? [] : made(`${code} ${version}`, `indicator:${code}`, formula, { from: effective_from, to: effective_to }),
    ),
    ...variants.flatMap(({ variant, formula }) => made(`${code}#${variant}`, `indicator:${code}#${variant}`, formula, ALWAYS)),
  ]
}

const scopeless = ({ scope, requires_single }: PackIndicator): boolean => Object.keys(scope).length === 0 && requires_single.length === 0

const textOf = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
const isSumOf = (terms: NormalForm['numerator']): boolean =>
  terms.every(({ coefficient, measures }) => coefficient === 1n && measures.length === 1)
const isSameDivisor = (one: Making, other: Making): boolean =>
  textOf([one.form.factor, one.form.denominator]) === textOf([other.form.factor, other.form.denominator])

/** The indicator that is nothing but this measure over the same divisor: talk time a call for the talk time in handle time a call. */
const partOf = (whole: Making, measure: string, standing: readonly Making[]): string | null =>
  standing.find(
    one =>
      one.ref !== whole.ref &&
      isSameDivisor(one, whole) &&
      one.form.numerator.length === 1 &&
      isSumOf(one.form.numerator) &&
      one.form.numerator[0]?.measures[0] === measure,
  )?.ref ?? null

const over = (measure: string, { form }: Making): FormulaNode | null => {
  const [divisor, ...others] = form.denominator
  const code = divisor?.measures[0]
  if (code === undefined || others.length > 0 || divisor?.coefficient !== 1n || divisor.measures.length !== 1) return null
  const factor = toRationalText(form.factor)
  const part = refNode(`measure:${measure}`)
  const above: FormulaNode =
    factor === '1' ? part : { kind: 'operation', operator: '*', left: { kind: 'number', text: factor }, right: part }
  return { kind: 'operation', operator: '/', left: above, right: refNode(`measure:${code}`) }
}

/** A mean or share of a sum is the sum of means or shares of its parts: handle time is talk time and after-call work a call. */
const meanRelations = (makings: readonly Making[], standing: readonly Making[]): readonly Relation[] =>
  makings.flatMap((whole): readonly Relation[] => {
    if (whole.form.numerator.length < 2 || !isSumOf(whole.form.numerator)) return []
    const codes = whole.form.numerator.flatMap(({ measures }) => measures)
    const parts = codes.map(code => partOf(whole, code, standing))
    const nodes = codes.flatMap((code, at) => {
      const part = parts[at]
      return part == null ? (over(code, whole) ?? []) : refNode(part)
    })
    const right = nodes.length === codes.length && parts.filter(part => part !== null).length > 1 ? sumOf(nodes) : null
    return right === null
      ? []
      : [{ id: `${whole.id} in parts`, comparison: '=', left: refNode(whole.ref), right, unsent: AS_MUCH, from: whole.from, to: whole.to }]
  })

/** Shares of a whole that a rule makes of its parts add up to all of it: response, abandonment and flow-out rates to 100. */
const shareRelations = (rules: readonly Relation[], standing: readonly Making[]): readonly Relation[] =>
  rules.flatMap(({ id, comparison, left, right, from }): readonly Relation[] => {
    if (comparison !== '=' || left.kind !== 'measure') return []
    const sum = normalizeFormula(right)
    if (!sum.ok || !isOne(sum.value.denominator) || !isSumOf(sum.value.numerator)) return []
    const parts = sum.value.numerator.flatMap(({ measures: [part] }) =>
      standing
        .filter(({ form }) => textOf(form.denominator) === textOf([{ coefficient: 1n, measures: [left.code.slice('measure:'.length)] }]))
        .filter(
          ({ form }) => form.numerator.length === 1 && isSumOf(form.numerator) && `measure:${form.numerator[0]?.measures[0]}` === part,
        )
        .slice(0, 1),
    )
    const [first] = parts
    const total = parts.length === sum.value.numerator.length ? sumOf(parts.map(({ ref }) => refNode(ref))) : null
    if (first === undefined || total === null || parts.length < 2 || parts.some(part => !isSameDivisor(part, first))) return []
    return [
      {
        id: `${id} in shares`,
        comparison: '=',
        left: { kind: 'number', text: toRationalText(first.form.factor) },
        right: total,
        unsent: AS_MUCH,
        from,
        to: null,
      },
    ]
  })

/**
 * What the edition says holds between figures of a center: its rules that nobody may break, the formula of every version and variant of an indicator, and
 * what follows for means and shares of the same divisor. Indicators of one slice or scope are left out: a night does not tell which slice it is.
 */
export const listIdentities = (pack: EditionPack): Identities => {
  const names = namesOf(pack)
  const makings = pack.indicators.indicators.filter(scopeless).flatMap(makingsOf)
  const standing = makings.filter(({ ref, to }) => to === null && !ref.includes('#'))
  const rules = ruleRelations(pack)
  const formulas = makings.map(({ id, ref, node, from, to }): Relation => ({
    id,
    comparison: '=',
    left: refNode(ref),
    right: asRefs(node),
    unsent: ANYTHING,
    from,
    to,
  }))
  const all = [...rules, ...formulas, ...meanRelations(makings, standing), ...shareRelations(rules, standing)]
  const byRef = new Map<string, Identity[]>()
  for (const identity of all.map(relation => finish(relation, names)))
    for (const ref of identity.refs) byRef.set(ref, [...(byRef.get(ref) ?? []), identity])
  return byRef
}
