package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.schema.Generation;

/**
 * What the whole lake is made by.
 *
 * @param files changes whenever the definition of any object does, or their order; not by the generation
 * @param generation the number of the generation that is shown
 */
record LakeDefinition(String files, int generation) {

    static LakeDefinition of(Settings settings) {
        Settings first = settings.with(Generation.FIRST);
        String definitions = SqlFile.all(first.moved()).stream()
                .map(file -> file.path() + " " + file.definition(first))
                .collect(joining("\n"));
        return new LakeDefinition(
                SqlFile.sha256(definitions), settings.generation().number());
    }
}
