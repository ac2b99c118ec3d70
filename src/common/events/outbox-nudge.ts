/** Lets whoever committed an event ask for its delivery without knowing who delivers. */
export class OutboxNudge {
  private listener: () => void = () => undefined;

  /** Called by the dispatcher when it starts. */
  onNudge(listener: () => void): void {
    this.listener = listener;
  }

  nudge(): void {
    this.listener();
  }
}
