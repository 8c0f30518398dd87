import type { Standards } from '../../schema/domain/statistics/standards.js'

/** Whose doors and when. */
export type Opening = Pick<Standards, 'calendars' | 'calendarExceptions' | 'centerCodes'>
