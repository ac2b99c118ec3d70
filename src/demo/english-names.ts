/** The names in a text, separated by spaces; an underscore is a space within a name. */
export const words = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '));

/** Given names. */
export const ENGLISH_WOMEN = words(
  'Charlotte Olivia Amelia Isla Mia Grace Ava Chloe Matilda Ella Sophie Ruby Emily Lucy Hannah Zoe Georgia Sarah Jessica Lauren Emma Kate Megan Rebecca Nicole Michelle Karen Susan Julie Christine Margaret Judith Patricia Helen Heather Anne Elizabeth Catherine Fiona Alison Kylie Tracey Narelle Leanne Bronwyn Joanne Melissa Natalie Rachel Samantha Amy Stephanie Madeleine Imogen Harriet Eleanor Phoebe Willow Freya Poppy Evie Ivy Daisy Lily Abigail Eliza Jasmine Paige Caitlin Erin Jodie Sharon Deborah Wendy Lorraine Beverley Shirley Joan Dorothy Valerie',
);
/** Given names. */
export const ENGLISH_MEN = words(
  'Oliver Noah William Jack Henry Leo Theodore Charlie Lucas Thomas James Hugo Archie Harrison Ethan Cooper Lachlan Angus Hamish Callum Mitchell Joshua Matthew Daniel Benjamin Samuel Nathan Luke Adam Scott Craig Wayne Darren Shane Brett Glenn Trevor Kevin Ronald Kenneth Raymond Barry Graham Geoffrey Alan Peter Paul Mark David Stephen Andrew Robert Michael Christopher Anthony Timothy Simon Stuart Ian Neil Bruce Warren Russell Gary Dean Travis Blake Jordan Tyler Jayden Mason Riley Finn Xavier Sebastian Alexander Edward George Arthur Walter Douglas Leonard Stanley',
);
/** Family names, commonest first. */
export const ENGLISH_FAMILIES = words(
  "Smith Jones Williams Brown Wilson Taylor Johnson White Martin Anderson Thompson Walker Harris Lee Ryan Robinson Kelly King Davis Wright Evans Roberts Green Hall Wood Jackson Clarke Scott Edwards Turner Hill Cooper Ward Morris Moore Clark Watson Harrison Morgan Baker Young Patterson Hughes James Allen Mitchell Phillips Lewis Parker Bennett Cook Bailey Campbell Stewart Murray Henderson Fraser Douglas Hunter Crawford Sutherland Marshall Barnes Palmer Webb Holmes Rogers Stevens Gibson Mills Knight Lawrence Matthews Chapman Shaw Butler Fisher Russell Ford Cole Dixon Spencer Wells Gray Reynolds Pearce Hart Lane Page Fletcher Payne Bishop Bryant Lambert Carr Sharp Burgess Doyle Marsh Whitaker Ashford Thornbury Penhaligon Ravenscroft Wetherby Blackwood Hargreaves Pemberton Winterbourne Holloway Lockwood Fairweather Braithwaite Featherstone Cartwright Bellamy Tregenza Trelawney O'Neill O'Connor O'Reilly O'Sullivan MacDonald McKenzie McCarthy MacLeod McAllister McPherson Smythe-Jones Hall-Wright Carter-Webb",
);

/** English names people go by beside their own. */
export const ENGLISH_CALL_NAMES: readonly (readonly string[])[] = [
  words('Hannah Cindy Amy Jenny Vivian Tina Grace Alice Michelle Nancy Lisa Jessie Helen Kelly Wendy Joyce Lily Emma Sophie Christine'),
  words('Kevin Tony Jason Andy Peter Vincent Eric Johnny Danny Alex Sam Leo Ryan Henry Ken Tommy Ray Victor Steven Alan'),
];
