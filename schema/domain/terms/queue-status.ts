/**
 * Where a word stands in the queue, the first that holds: its values are held although it is mapped; a second steward is to look; the hub proposes a
 * meaning; a meaning is safe but for too few nights; nothing it could mean exists; rows wait for it; it is mapped; nothing waits and nothing stands.
 */
export const QUEUE_STATUSES = ['suspended', 'inReview', 'proposed', 'provisional', 'noMatch', 'waiting', 'mapped', 'idle'] as const
export type QueueStatus = (typeof QUEUE_STATUSES)[number]
