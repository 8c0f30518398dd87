/** Lines of evidence that came and that went. */
export type EvidenceChange = { readonly added: readonly string[]; readonly gone: readonly string[] }

/** What changed between the evidence that a meaning was refused on and the evidence it is proposed on now. */
export const compareEvidence = (before: readonly string[], now: readonly string[]): EvidenceChange => ({
  added: now.filter(line => !before.includes(line)),
  gone: before.filter(line => !now.includes(line)),
})

/** The lines kept with a version of a mapping; none where it was made without. */
export const evidenceLines = (evidence: unknown): readonly string[] => {
  const lines = typeof evidence === 'object' && evidence !== null && 'lines' in evidence ? evidence.lines : []
  return Array.isArray(lines) ? lines.filter((line): line is string => typeof line === 'string') : []
}
