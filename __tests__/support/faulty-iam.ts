// IAM that fails on demand: a proxy on loopback before the emulated one.
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What becomes of a call: it passes, it passes and its answer is lost, or it is answered with an error, as
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html has them.
 */
export type Fate = "pass" | "lose" | { readonly status: number; readonly code: string };

export class FaultyIam {
  /** Decides on each call. */
  fate: (action: string, parameters: URLSearchParams) => Fate = () => "pass";
  /** The parameters of every call so far, `Action` among them. */
  readonly calls: URLSearchParams[] = [];
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const parameters = new URLSearchParams(body.toString());
      this.calls.push(parameters);
      const fate = this.fate(parameters.get("Action") ?? "", parameters);
      if (typeof fate === "object") {
        const error = `<Error><Type>Sender</Type><Code>${fate.code}</Code><Message>on demand</Message></Error>`;
        response.writeHead(fate.status, { "content-type": "text/xml" });
        response.end(`<ErrorResponse>${error}<RequestId>0</RequestId></ErrorResponse>`);
        return;
      }
      const { method, url, headers } = incoming;
      const options = { host: this.target.hostname, port: this.target.port, method, path: url, headers };
      request(options, (answer) => {
        if (fate === "lose") return;
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }).end(body);
    });
  }

  static async start(): Promise<FaultyIam> {
    const iam = new FaultyIam(new URL(process.env.AWS_ENDPOINT_URL ?? ""));
    await new Promise<void>((resolve) => iam.server.listen(0, "127.0.0.1", resolve));
    return iam;
  }

  /** What has Terraform call this IAM, and the emulator for all else. */
  get env(): Readonly<Record<string, string>> {
    return { AWS_ENDPOINT_URL_IAM: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` };
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
