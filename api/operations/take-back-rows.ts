import { listStandingWithFormer, type FormerImage } from '../../db/queries/former-images.js'
import { holdRows, type KeyOfValue } from '../../db/queries/held-rows.js'
import { storeObservations, type ObservationToStore } from '../../db/queries/observations.js'
import { refreshRollups } from '../../db/queries/rollups.js'
import { listSpellings } from '../../db/queries/source-terms.js'
import { noteHeldAgain } from '../../db/queries/word-rows.js'
import type { CenterWork } from './center-work.js'
import { toRowToHold } from './draft-receipt.js'
import { internCellsHere } from './intern-cells.js'
import { keyOf } from './land-rows.js'
import type { KeyedRow } from '../../schema/domain/submissions/row-key.js'
import { listRereadRows, type Reread, type Rereading } from './reread-rows.js'

const nameOf = (submissionNo: number, { measureId, periodType, periodStart, cellId }: KeyOfValue): string =>
  [submissionNo, measureId, periodType, periodStart, cellId].join(' ')

const keyOfImage = (image: FormerImage): KeyOfValue => ({
  measureId: image.measure_id,
  periodType: image.period_type,
  periodStart: image.period_start,
  cellId: image.cell_id,
})

export type TakenBack = { readonly rows: readonly KeyedRow[]; readonly mayLand: boolean }

/**
 * Takes back the values that rows of a word made and that read otherwise now: what stood before them stands again, or nothing does, and the rows
 * are held once more, in a further turn. Values that a later submission has overtaken stay as they are. Returns those rows as they were read, and
 * whether any of them reads well now: what does not goes on waiting.
 */
export async function takeBackRows(work: CenterWork, rereading: Rereading): Promise<TakenBack> {
  const { tx, centerId, standards, cellIds } = work
  const { term } = rereading
  const labels = (await listSpellings(tx, centerId, term.id)).flatMap(({ raw_label: label }) => [label, label.trim()])
  const found = await listRereadRows(work, rereading, labels)
  if (found.length === 0) return { rows: [], mayLand: false }
  const cells = found.flatMap(({ row, now }) => [row.cell, now.cell ?? now.waitingCell]).filter(cell => cell !== null)
  await internCellsHere(tx, standards, cells, cellIds)
  const values = found.map(({ row, submissionNo }) => ({ ...keyOf(work, row), submissionNo }))
  const images = await listStandingWithFormer(tx, centerId, { values, labels: term.kind === 'subject' ? labels : [], sourceTerm: term.id })
  if (images.length === 0) return { rows: [], mayLand: false }
  const stored = images.map(image => toFormer(work, image))
  await storeObservations(tx, centerId, stored)
  await refreshRollups(tx, centerId, stored)
  // A value that two rows of one submission gave is given back by the first of them.
  const standing = new Set(images.map(image => nameOf(image.submission_no, keyOfImage(image))))
  const taken = found.filter(({ row, submissionNo }) => standing.delete(nameOf(submissionNo, keyOf(work, row))))
  await holdAgain(work, taken, rereading)
  return { rows: taken.map(({ row }) => row), mayLand: taken.some(({ now }) => now.verdict === 'good') }
}

/** What stands again under the key: the former value as the next revision, or a retraction. */
function toFormer({ standards }: CenterWork, image: FormerImage): ObservationToStore {
  const { former } = image
  const missing = standards.statusIds.get('missing')
  if (missing === undefined) throw new Error('The status missing has no number.')
  return {
    ...keyOfImage(image),
    isKnown: true,
    value: former?.value ?? null,
    statusId: former?.status_id ?? missing,
    submissionNo: former?.submission_no ?? image.submission_no,
    rowIndex: former?.row_index ?? null,
    isRetracted: former === null,
    isProvisionalMapping: former?.is_provisional_mapping ?? false,
    parameters: former?.parameters ?? null,
    confirmedRules: former?.confirmed_rules ?? null,
    rawValue: former?.raw_value ?? null,
    rawUnit: former?.raw_unit ?? null,
    unitFactor: former?.unit_factor ?? null,
    label: former?.label ?? null,
    mappingVersions: former?.mapping_versions ?? [],
  }
}

async function holdAgain(work: CenterWork, rows: readonly Reread[], { term, heldRowDays, reason }: Rereading): Promise<void> {
  const { tx, centerId, actor } = work
  const held = rows.map(({ submissionNo, now, kept, turn }) => ({
    ...toRowToHold(work, now, kept),
    submissionNo,
    sourceTerm: term.id,
    turn,
  }))
  await holdRows(tx, { centerId, heldRowDays }, held)
  const places = rows.map(({ submissionNo, now, turn }) => ({ submissionNo, rowIndex: now.index, turn }))
  await noteHeldAgain(tx, { centerId, actor, reason }, places)
}
