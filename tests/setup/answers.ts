// Where a page answers what was sent to it, for the stories that look for it: one place knows how.
import type { Locator, Page } from '@playwright/test';

/** What kept a form from being saved, or what is asked before it is. */
export const problems = (page: Page): Locator => page.getByRole('alert');
