/** How one request is to be transferred. */
export interface TransferOptions {
  /**
   * How long it may go without visible progress, in milliseconds: until the response begins, and between two parts of
   * it.
   */
  timeLimitMs?: number;
  /** Compress the request where the server accepts that: on a very fast line it takes longer than it saves. */
  compress?: boolean;
  /** Called with the bytes of the response received so far, decompressed. */
  onReceived?: (bytes: number) => void;
}
