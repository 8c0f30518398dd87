/** Whoever asked has closed the connection: what was under way for the answer stops, and nobody hears of it. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'

  constructor() {
    super('Whoever asked has left.')
  }
}
