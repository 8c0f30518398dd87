/** What a scheduler reads off `hub120`. The numbers are part of the contract and never change their meaning. */
export const EXIT = {
  landed: 0,
  fault: 1,
  unreadable: 2,
  needsAttention: 3,
  refused: 4,
  spooled: 5,
  signIn: 6,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Of several files the gravest counts: what stops everything before what concerns single rows. */
const GRAVEST_FIRST: readonly ExitCode[] = [EXIT.fault, EXIT.signIn, EXIT.unreadable, EXIT.refused, EXIT.spooled, EXIT.needsAttention]

export const worstOf = (codes: readonly ExitCode[]): ExitCode => GRAVEST_FIRST.find(code => codes.includes(code)) ?? EXIT.landed

export const EXIT_HELP = `
종료 코드 Exit codes
  0  모든 행 반영 · all rows landed
  1  오류 · fault
  2  파일이나 사용법을 읽을 수 없음 · file or usage unreadable
  3  일부 행 보류 또는 거부 · some rows quarantined or rejected
  4  전체 거절 · refused whole
  5  허브에 닿지 않음, 재전송 대기 · hub unreachable, spooled for retry
  6  인증 실패 · authentication failed`
