-- Comparing what was typed with a name asks the lexicon's rules, which nobody may call by themselves: it runs with the owner's
-- rights. It reads no table.
alter function internal.name_match(text[], text) security definer;
alter function internal.words_of_place(text) security definer;
