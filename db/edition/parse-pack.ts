import * as z from 'zod'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { PACK_FILES, type EditionPack, type PackFile } from '../../schema/domain/statistics/edition-pack.js'
import { parseEdition } from '../../schema/domain/statistics/parse-edition.js'
import type { EditionContents } from '../../schema/domain/statistics/standards.js'
import { FILE_SHAPES } from './edition-shape.js'

const asObject = z.record(z.string(), z.unknown())

/** The pack as the domain reads it, defaults filled in; or every fault of shape at once (EDITION_SHAPE), by path (file, then keys). */
export function shapePack(raw: unknown): Outcome<EditionPack> {
  const files = asObject.safeParse(raw).data ?? {}
  const issues: Issue[] = []
  const shaped = {
    codelists: shapeOf('codelists', files, issues),
    measures: shapeOf('measures', files, issues),
    indicators: shapeOf('indicators', files, issues),
    members: shapeOf('members', files, issues),
    terms: shapeOf('terms', files, issues),
  }
  return isWhole(shaped) ? accept(shaped) : refuse(...issues)
}

/**
 * The edition that a raw pack holds: `{ codelists, measures, indicators, members, terms }`, each as its file reads.
 * Every fault at once, by path (file, then keys): first of shape (EDITION_SHAPE); a pack of good shape is then judged by its meaning.
 */
export function parsePack(raw: unknown): Outcome<EditionContents> {
  const pack = shapePack(raw)
  return pack.ok ? parseEdition(pack.value) : pack
}

type Shaped = { readonly [F in PackFile]: EditionPack[F] | null }

const isWhole = (shaped: Shaped): shaped is EditionPack => PACK_FILES.every(file => shaped[file] !== null)

function shapeOf<F extends PackFile>(file: F, files: Readonly<Record<string, unknown>>, issues: Issue[]): EditionPack[F] | null {
  const parsed = FILE_SHAPES[file].safeParse(files[file], { reportInput: true })
  if (parsed.success) return parsed.data
  issues.push(...parsed.error.issues.flatMap(fault => shapeIssues(file, fault)))
  return null
}

function shapeIssues(file: PackFile, fault: z.core.$ZodIssue): readonly Issue[] {
  const path = [`${file}.yaml`, ...fault.path.map(step => (typeof step === 'number' ? step : String(step)))]
  if (fault.code === 'unrecognized_keys') return fault.keys.map(key => unknownKey([...path, key], key, fault.message))
  const expected = expectedBy(fault)
  const got = fault.input === undefined ? 'nothing' : JSON.stringify(fault.input).slice(0, 80)
  return [
    issue({
      code: 'EDITION_SHAPE',
      path,
      messageKo: `${path.join('.')} 값을 받아들일 수 없습니다. 입력값 ${got}, 필요한 값: ${expected}`,
      messageEn: `${path.join('.')} is ${got}; accepted is ${expected}.`,
      expected,
      got,
    }),
  ]
}

const unknownKey = (path: readonly (string | number)[], key: string, expected: string): Issue =>
  issue({
    code: 'EDITION_SHAPE',
    path,
    messageKo: `${path.join('.')}: 알 수 없는 항목 이름 "${key}"입니다.`,
    messageEn: `${path.join('.')}: nobody knows a key "${key}".`,
    expected,
    got: key,
  })

function expectedBy(fault: z.core.$ZodIssue): string {
  switch (fault.code) {
    case 'invalid_type':
      return `a value of type ${fault.expected}`
    case 'invalid_value':
      return fault.values.map(String).join(', ')
    case 'too_small':
      return fault.origin === 'array' ? `a list of ${fault.minimum} or more` : fault.origin === 'string' ? fault.message : `${fault.minimum} or more`
    case 'too_big':
      return `${fault.maximum} or less`
    default:
      return fault.message
  }
}
