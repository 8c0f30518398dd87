import { normalizeLabel } from '../../../schema/domain/terms/normalize-label.js'

/**
 * Names under which the dimensions of edition 2026.1 head a column: code, names and column labels. They hold where no edition can be had,
 * because a dimension that is left out would turn the parts of a breakdown into totals. A test compares the list with the edition.
 */
export const DIMENSION_COLUMNS: readonly string[] = [
  ['channel', '채널', '매체', '접수매체'],
  ['topic', '상담주제', 'Inquiry topic', '주제', '상담분류', '분야'],
  ['language', '언어', '사용언어'],
  ['malicious_type', '특이민원유형', 'Malicious complaint type', '민원유형'],
  ['hazard_type', '재난·위험유형', 'Hazard type', '재난', '재난유형'],
  ['service_line', '서비스라인', 'Service line', '서비스', '회선'],
  ['wait_band', '대기구간', 'Wait band'],
  ['transfer_target', '이관대상', 'Transfer target', '이관처'],
  ['legal_action_type', '법적조치유형', 'Legal action type', '조치유형'],
  ['training_audience', '교육대상', 'Training audience'],
  ['employment_type', '고용형태', 'Employment type', '고용구분'],
  ['instrument', '조사도구', '조사'],
  ['instrument_item', '조사문항', 'Instrument item', '문항', '점검항목'],
  ['hour', '시간대', '시각'],
  ['district', '구·시·군', '구', '구군', '자치구'],
].flat()

const BUILT_IN: ReadonlySet<string> = new Set(DIMENSION_COLUMNS.map(normalizeLabel))

/** Whether a header names a dimension, in the list above or in the edition at hand. */
export const isDimensionColumn = (header: string, ofEdition: ReadonlyMap<string, string> | null): boolean =>
  BUILT_IN.has(normalizeLabel(header)) || (ofEdition?.has(normalizeLabel(header)) ?? false)
