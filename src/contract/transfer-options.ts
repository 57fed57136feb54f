/** How one request is to be transferred. */
export interface TransferOptions {
  /**
   * How long it may go without visible progress, in milliseconds: until the response begins, and between two parts of
   * it.
   */
  timeLimitMs?: number;
  /** Called with the bytes of the response received so far, decompressed. */
  onReceived?: (bytes: number) => void;
}
