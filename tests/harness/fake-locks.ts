interface Request {
  callback: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

const aborted = () => new DOMException('The request was aborted.', 'AbortError');

/** One Web Lock as a browser keeps it: one holder, a queue, requests that are called off, and stealing. */
export class FakeLocks {
  private holder: Request | null = null;
  private queue: Request[] = [];

  request(_name: string, options: LockOptions, callback: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request: Request = { callback, resolve, reject };
      if (options.steal) {
        this.holder?.reject(aborted());
        this.grant(request);
        return;
      }
      options.signal?.addEventListener('abort', () => {
        if (!this.queue.includes(request)) return;
        this.queue = this.queue.filter((other) => other !== request);
        reject(aborted());
      });
      this.queue.push(request);
      this.grantNext();
    });
  }

  /** As a LockManager, of which nothing else is used. */
  get manager(): LockManager {
    return this as unknown as LockManager;
  }

  private grantNext(): void {
    if (this.holder) return;
    const next = this.queue.shift();
    if (next) this.grant(next);
  }

  private grant(request: Request): void {
    this.holder = request;
    void Promise.resolve()
      .then(request.callback)
      .then(request.resolve, request.reject)
      .then(() => {
        if (this.holder !== request) return;
        this.holder = null;
        this.grantNext();
      });
  }
}
