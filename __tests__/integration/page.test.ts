// The page of access in a real Chromium: wide, narrow, dark, printed, by keyboard; and markup in it that runs nothing.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { inChromium, launch } from "../support/chromium";
import { trusted } from "../support/inputs";
import { paged, pageOfRoles } from "../support/page";

const markup = `<script>document.title = "run"</script>"><img src=x onerror="document.title = 'run'">`;
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

inChromium("the page of access", () => {
  jest.setTimeout(60_000);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const content = pageOfRoles(
    paged(
      "dev",
      {
        user: { ...trusted, description: markup, capabilities: ["default", "search"] },
        developer: trusted,
        lambda: {
          type: "backend",
          service_principals: ["lambda.amazonaws.com"],
          principal_arns: ["arn:aws:iam::999999999999:role/an-application-with-a-long-name-in-another-account"],
          app_instance_user_id: "*",
          calls: ["CreateAppInstanceUser", "SendChannelMessage"],
        },
      },
      { user: trusted, websocket: trusted },
    ),
    paged("prod", { user: trusted }),
  );

  /** What the page asked of the network and complained of. */
  const found: string[] = [];

  async function open(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on("console", (message) => found.push(message.text()));
    page.on("pageerror", (error) => found.push(error.message));
    page.on("request", (request) => found.push(request.url()));
    await page.setContent(content);
    return page;
  }

  const overflow = (page: Page) => page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  const shownCalls = (page: Page) => page.locator(".matrix tr.call:visible th summary").allInnerTexts();

  afterEach(() => expect(found.splice(0)).toEqual([]));

  test("runs nothing of an environment's file and loads nothing", async () => {
    const page = await open();
    expect(await page.title()).toBe("Access");
    expect(await page.getByText(markup).count()).toBe(1);
    expect(await page.locator("img").count()).toBe(0);
  });

  test.each(["light", "dark"] as const)("has no fault that axe finds, %s", async (colorScheme) => {
    const page = await open({ colorScheme, bypassCSP: true });
    await page.locator("details").evaluateAll((all) => {
      for (const details of all) details.setAttribute("open", "");
    });
    await page.evaluate(axe);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      "axe.run()",
    );
    expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
  });

  test("fits a telephone and a wide screen", async () => {
    expect(await overflow(await open({ viewport: { width: 380, height: 800 } }))).toBe(0);
    expect(await overflow(await open())).toBe(0);
  });

  test("the roles and the name of a call stay in sight while the matrix is scrolled", async () => {
    const page = await open({ viewport: { width: 380, height: 800 } });
    const box = page.locator(".matrix").first();
    const [left, top] = await box.evaluate((matrix) => {
      matrix.scrollTo(150, 500);
      const at = (selector: string) => matrix.querySelector(selector)?.getBoundingClientRect();
      const { left: x, top: y } = matrix.getBoundingClientRect();
      return [(at("tr.call th")?.left ?? 0) - x, (at("thead th")?.top ?? 0) - y];
    });
    expect([left, top]).toEqual([1, 1]);
  });

  test("is filtered by keyboard alone: a call, a role, only changes", async () => {
    const page = await open();
    const all = await shownCalls(page);
    expect(all.length).toBeGreaterThan(60);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.getByLabel("Call", { exact: true }).focus();
    await page.keyboard.type("searchch");
    expect(await shownCalls(page)).toEqual(["SearchChannels"]);
    expect(await page.locator("output").innerText()).toMatch(/^1 of [0-9]+ rows$/);
    for (let i = 0; i < 8; i++) await page.keyboard.press("Backspace");
    expect(await shownCalls(page)).toEqual(all);
    await page.keyboard.press("Tab");
    await page.keyboard.type("lambda");
    expect((await shownCalls(page)).sort()).toEqual(["CreateAppInstanceUser", "SendChannelMessage"]);
    await page.keyboard.press("Home");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await shownCalls(page)).toContain("SearchChannels");
    expect(await shownCalls(page)).not.toContain("DeleteChannelBan");
  });

  test("a call opens by keyboard and says what is known of it", async () => {
    const page = await open();
    const call = page.locator(".matrix summary", { hasText: "SearchChannels" }).first();
    await call.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("details[open]").innerText()).toContain("Touches the bearer.");
  });

  test("on paper the whole matrix is there, without the filter", async () => {
    const page = await open();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("form").isVisible()).toBe(false);
    expect(
      await page
        .locator(".matrix")
        .first()
        .evaluate((box) => box.scrollHeight - box.clientHeight),
    ).toBe(0);
  });
});
