/**
 * Large questions for figures one after another in this process, in the order they came: at once they would hold every connection and let the
 * submissions of a night wait for them. What is scarce is the event loop of the process, so the turns are kept in it and not in the database.
 */
export class FigureTurns {
  private last: Promise<void> = Promise.resolve()

  /** Does the work when every earlier turn is over, however it ended. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work)
    this.last = turn.then(
      () => undefined,
      () => undefined, // its own asker hears of a fault
    )
    return turn
  }
}
