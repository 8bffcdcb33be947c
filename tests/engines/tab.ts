// One tab of a browser that is driven by WebDriver.
import { By, WebDriver, type WebElement } from "selenium-webdriver";
import { expect } from "@playwright/test";

/** What a page can be asked to do: everything of the function has to be in it. */
type InPage<A extends unknown[], R> = (...given: A) => R | Promise<R>;

export class Tab {
  protected constructor(
    readonly driver: WebDriver,
    private readonly handle: string,
  ) {}

  /** A new one, in front. */
  static async open(driver: WebDriver): Promise<Tab> {
    await driver.switchTo().newWindow("tab");
    return new Tab(driver, await driver.getWindowHandle());
  }

  /** Everything after this is about this tab. */
  async front(): Promise<void> {
    await this.driver.switchTo().window(this.handle);
  }

  async go(address: string): Promise<void> {
    await this.front();
    await this.driver.get(address);
  }

  /** Runs `what` in the page and gives what comes of it. */
  async evaluate<A extends unknown[], R>(what: InPage<A, R>, ...given: A): Promise<R> {
    await this.front();
    const script = `
      const given = [...arguments], done = given.pop();
      Promise.resolve((${what.toString()})(...given)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = await this.driver.executeAsyncScript<{ value: R } | { error: string }>(script, ...given);
    if ("error" in answer) throw new Error(answer.error);
    return answer.value;
  }

  /** The one element that an XPath names, once it is there. */
  async find(path: string): Promise<WebElement> {
    await this.front();
    const found = async () => await this.driver.findElements(By.xpath(path));
    await expect.poll(async () => (await found()).length, path).toBe(1);
    return (await found())[0]!;
  }

  /**
   * Clicks where a thing is. Firefox's driver would watch for the page's end if it were
   * asked to click the thing itself, and no page that is watched so is kept for the
   * back button.
   */
  async click(path: string): Promise<void> {
    const target = await this.find(path);
    await this.driver.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", target);
    await this.driver.actions().move({ origin: target }).click().perform();
  }

  /** Presses a button by what it says. */
  async press(name: string): Promise<void> {
    await this.click(`//button[normalize-space()="${name}"]`);
  }

  async reload(): Promise<void> {
    await this.front();
    await this.driver.navigate().refresh();
  }

  async back(): Promise<void> {
    await this.front();
    await this.driver.navigate().back();
  }

  /** Closes the tab; `home` is in front afterwards. */
  async close(home: string): Promise<void> {
    await this.front();
    await this.driver.close();
    await this.driver.switchTo().window(home);
  }
}
