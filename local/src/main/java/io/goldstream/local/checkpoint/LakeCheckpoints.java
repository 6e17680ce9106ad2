package io.goldstream.local.checkpoint;

import io.goldstream.connect.sink.commit.Checkpoints;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.events.schema.Layer;
import io.goldstream.local.CommandFailure;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.Connectors;
import io.goldstream.local.stack.LakeStore;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checkpoints of a stack's sinks, in all places where these keep them: the lake's folder, or a container for each layer. */
public final class LakeCheckpoints implements AutoCloseable {

    /** The store is named after no connector: nothing is staged here. */
    private static final String NOBODY = "checkpoint-command";

    private final List<Place> places;

    private LakeCheckpoints(List<Place> places) {
        this.places = places;
    }

    /** @param sink the only one that keeps checkpoints there; empty where all do */
    private record Place(Optional<String> sink, BlobStore store, Checkpoints checkpoints) {}

    /**
     * To be closed.
     *
     * @param lake the folder, where the stack keeps its lake in one
     */
    public static LakeCheckpoints of(Stack stack, Path lake) throws IOException {
        if (stack.store() != LakeStore.AZURITE) {
            LocalBlobStore folder = new LocalBlobStore(lake, NOBODY);
            return new LakeCheckpoints(List.of(new Place(Optional.empty(), folder, new Checkpoints(folder, folder))));
        }
        AzuriteLake azurite = AzuriteLake.of(stack.portsWith(Part.AZURITE));
        List<Place> places = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            var container = azurite.store(layer);
            places.add(new Place(
                    Optional.of(Connectors.name(layer, stack.generation())),
                    container,
                    new Checkpoints(container, container)));
        }
        return new LakeCheckpoints(places);
    }

    /** Where every partition of every sink stands. */
    public List<Position> list() throws IOException {
        List<Position> positions = new ArrayList<>();
        for (Place place : places) {
            positions.addAll(place.checkpoints().list());
        }
        return positions;
    }

    /** Those among which a sink's are. */
    public Checkpoints of(Position position) {
        return places.stream()
                .filter(place -> place.sink().isEmpty() || place.sink().get().equals(position.connector()))
                .findFirst()
                .map(Place::checkpoints)
                .orElseThrow(() -> new CommandFailure(
                        "there is no sink " + position.connector() + " here, which has checkpoints in the backup"));
    }

    @Override
    public void close() {
        places.forEach(place -> place.store().close());
    }
}
