interface Waiting {
  readonly priority: number;
  readonly start: () => void;
}

/** A queue of the platform: so many at once, the highest priority first, then in order of arrival. */
export class QueueLimit {
  private readonly waiting: Waiting[] = [];
  private running = 0;
  /** The most that ever ran at once. */
  peak = 0;

  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  enter(priority: number): Promise<void> {
    return new Promise((start) => {
      this.waiting.push({ priority, start });
      // All that arrive in one turn are there before the first is chosen, as in a batch on a server.
      setImmediate(() => this.next());
    });
  }

  leave(): void {
    this.running -= 1;
    this.next();
  }

  private next(): void {
    while (this.running < this.limit && this.waiting.length > 0) {
      const highest = Math.max(...this.waiting.map(({ priority }) => priority));
      const index = this.waiting.findIndex(({ priority }) => priority === highest);
      const [chosen] = this.waiting.splice(index, 1);
      this.running += 1;
      this.peak = Math.max(this.peak, this.running);
      chosen?.start();
    }
  }
}
