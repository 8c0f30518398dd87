import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import type { EditionSource } from '../../db/queries/edition-documents.js'
import type { PackIndicator, PackVariant } from '../../schema/domain/statistics/edition-pack.js'
import type { Indicator } from '../../schema/domain/statistics/indicator.js'
import { versionIsPublished } from '../../schema/domain/statistics/succeed-version.js'
import type { Hub } from '../hub.js'
import { definitionFault } from './definition-refusals.js'
import { keepDraft, type EditedDraft } from './keep-draft.js'
import { checkFreeText } from './text-refusals.js'

/** What an indicator says of all its versions; only for one that does not exist yet. */
export type NewIndicator = Omit<PackIndicator, 'code' | 'versions' | 'variants'>

export type VersionToDraft = EditedDraft & {
  readonly indicator: string
  readonly version: string
  readonly formula: string
  readonly effectiveFrom: string
  readonly whyKo: string
  readonly whyEn: string
  readonly variants: readonly PackVariant[]
  readonly create: NewIndicator | null
  readonly reason: string
}

/**
 * Drafts a version of an indicator, a new one with `create`. What is published is never edited: a version or variant under a name that is taken, or
 * other properties of an indicator that exists, are refused as VERSION_IMMUTABLE; formulas are judged as those of an edition are.
 */
export function draftIndicatorVersion(hub: Hub, caller: Caller, input: VersionToDraft): Promise<Outcome<DraftRevision>> {
  const { indicator, version, effectiveFrom, draft, revision, reason } = input
  return keepDraft(hub, caller, {
    draft,
    revision,
    reason,
    written: { kind: 'indicator', code: indicator, version, effectiveFrom },
    faults: [...codeFaults(input), ...textFaults(input)],
    define: base => define(base, input),
    placeOf: (path, base) => placeInInput(path, base.edition.indicators.get(indicator)?.variants.length ?? 0),
  })
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9_]{0,99}$/

const codeFaults = ({ indicator, version }: VersionToDraft): readonly Issue[] => [
  ...(CODE.test(indicator) ? [] : [misspelt('indicator', indicator)]),
  ...(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(version) ? [] : [misspelt('version', version)]),
]

const misspelt = (field: string, got: string): Issue =>
  definitionFault('BAD_USER_INPUT', [field], {
    ko: `"${got.slice(0, 40)}"은(는) 코드로 쓸 수 없습니다. 영문자와 숫자로 시작하고 밑줄을 쓸 수 있습니다.`,
    en: `"${got.slice(0, 40)}" cannot be a code; begin with a letter or digit and write letters, digits and underscores.`,
    expected: field === 'version' ? 'a name such as v2, up to 40 characters' : 'a code such as response_rate',
    got,
  })

const textFaults = ({ whyKo, whyEn, variants, create }: VersionToDraft): readonly Issue[] => [
  ...checkFreeText(whyKo, ['input', 'whyKo']),
  ...checkFreeText(whyEn, ['input', 'whyEn']),
  ...variants.flatMap(({ why_ko, why_en }, at) => [
    ...checkFreeText(why_ko, ['input', 'variants', at, 'whyKo']),
    ...checkFreeText(why_en, ['input', 'variants', at, 'whyEn']),
  ]),
  ...(create === null
    ? []
    : [...checkFreeText(create.note_ko, ['input', 'create', 'noteKo']), ...checkFreeText(create.note_en, ['input', 'create', 'noteEn'])]),
]

function define(base: EditionSource & { readonly today: string }, input: VersionToDraft): Outcome<DraftRevision['definition']> {
  const { indicator: code, variants, create } = input
  const known = base.edition.indicators.get(code)
  const issues = known === undefined ? (create === null ? [unknownIndicator(code)] : []) : publishedIssues(known, input, base.today)
  if (issues.length > 0) return refuse(...issues)
  const version = {
    version: input.version,
    effective_from: input.effectiveFrom,
    status: 'standard',
    formula: input.formula,
    why_ko: input.whyKo,
    why_en: input.whyEn,
  }
  return accept({ code, ...create, versions: [version], ...(variants.length > 0 ? { variants } : {}) })
}

const publishedIssues = (known: Indicator, { version, variants, create }: VersionToDraft, today: string): readonly Issue[] => {
  const versions = known.versions.map(one => ({ ...one, effective_from: one.effectiveFrom, effective_to: one.effectiveTo }))
  return [
    ...(known.versions.some(one => one.version === version) ? [versionIsPublished(known.code, version, { versions, today })] : []),
    ...(create === null ? [] : [propertiesArePublished(known)]),
    ...variants.flatMap(({ variant }, at) =>
      known.variants.some(one => one.variant === variant) ? [variantIsPublished(known, variant, at)] : [],
    ),
  ]
}

const unknownIndicator = (got: string): Issue =>
  definitionFault('INDICATOR_UNKNOWN', ['indicator'], {
    ko: `지표 ${got}은(는) 없습니다. 새 지표이면 create에 이름, 단위, 소수 자릿수를 적으십시오.`,
    en: `There is no indicator ${got}; for a new one give its names, unit and decimals in create.`,
    expected: 'code of an indicator, or create for a new one',
    got,
  })

const propertiesArePublished = ({ code, unit, scale }: Indicator): Issue =>
  definitionFault('VERSION_IMMUTABLE', ['create'], {
    ko: `지표 ${code}은(는) 공표되어 이름, 단위(${unit}), 소수 자릿수(${scale})를 고칠 수 없습니다. create를 비우고 새 버전을 적거나, 새 코드의 지표를 만드십시오.`,
    en: `The indicator ${code} is published: its names, unit (${unit}) and decimals (${scale}) never change. Leave create empty for a new version, or give the new indicator a code of its own.`,
    expected: 'null for an indicator that exists',
    got: code,
  })

const variantIsPublished = ({ code }: Indicator, got: string, at: number): Issue =>
  definitionFault('VERSION_IMMUTABLE', ['variants', at, 'variant'], {
    ko: `지표 ${code}의 변형 ${got}은(는) 공표되어 고칠 수 없습니다. 다른 이름의 변형으로 적으십시오.`,
    en: `The variant ${got} of ${code} is published and never changes; give the new one another name.`,
    expected: 'a variant that is not published yet',
    got,
  })

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  formula: ['formula'],
  effective_from: ['effectiveFrom'],
  effective_to: ['effectiveFrom'],
  version: ['version'],
  why_ko: ['whyKo'],
  why_en: ['whyEn'],
}

const camel = (key: string | number): string | number =>
  typeof key === 'string' ? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) : key

/**
 * indicators.yaml, indicators, 3, versions, 1, formula leads to input.formula; variants count from those that are published already; other keys of
 * a new indicator lead to input.create.
 */
function placeInInput(path: Issue['path'], publishedVariants: number): Issue['path'] {
  const [file, , , list, at, ...rest] = path
  if (file !== 'indicators.yaml') return ['input', ...path]
  if (list === 'versions') return ['input', ...(FIELDS[String(rest[0])] ?? ['version'])]
  if (list === 'variants') return ['input', 'variants', ...(typeof at === 'number' ? [at - publishedVariants] : []), ...rest.map(camel)]
  return [
    'input',
    ...(list === undefined || list === 'code' ? ['indicator'] : ['create', camel(list), ...(at === undefined ? [] : [at]), ...rest]),
  ]
}
