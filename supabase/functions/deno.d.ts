/** As much of Deno as these files use, for the editor and the linter; `deno check` knows all of it. */
declare namespace Deno {
  const env: { get: (name: string) => string | undefined };
  const stdin: { readable: ReadableStream<Uint8Array> };
  function serve(handler: (request: Request) => Response | Promise<Response>): void;
  function serve(
    options: { port: number; hostname: string; onListen: (address: { port: number }) => void },
    handler: (request: Request) => Response | Promise<Response>,
  ): void;
  function readDirSync(path: URL): Iterable<{ name: string; isDirectory: boolean }>;
  function exit(code: number): never;
}
