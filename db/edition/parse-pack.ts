import * as z from 'zod'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { PACK_FILES, type EditionPack, type PackFile } from '../../schema/domain/statistics/edition-pack.js'
import { parseEdition } from '../../schema/domain/statistics/parse-edition.js'
import type { EditionContents } from '../../schema/domain/statistics/standards.js'
import { FILE_SHAPES } from './edition-shape.js'
import { shapeIssues } from './shape-issues.js'

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
