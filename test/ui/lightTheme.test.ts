// A light theme, with the story that uses most of the extension.
import { describe } from 'vitest';
import { tellTutorial } from './tutorialStory.js';

describe('the tutorial in a light theme', () => {
  tellTutorial({ theme: 'light', version: 'newest', pictures: 'tutorial' });
});
