package io.goldstream.cli.checkpoint;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.files.FileLake;
import io.goldstream.connect.sink.commit.Checkpoints;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.store.Lake;
import io.goldstream.events.schema.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The checkpoints of a lake's sinks, in all places where these keep them: one for all, or one for each layer. */
public final class LakeCheckpoints {

    private final FileLake lake;

    /** @param lake not closed with this */
    public LakeCheckpoints(FileLake lake) {
        this.lake = lake;
    }

    /** Where every partition of every sink stands. */
    public List<Position> list() throws IOException {
        if (!lake.isByLayer()) {
            return of(Layer.RAW).list();
        }
        List<Position> positions = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            positions.addAll(of(layer).list());
        }
        return positions;
    }

    /** Those among which a sink's are. */
    public Checkpoints of(Position position) {
        if (!lake.isByLayer()) {
            return of(Layer.RAW);
        }
        return Connectors.layer(position.connector())
                .map(this::of)
                .orElseThrow(
                        () -> new CommandFailure(
                                "the backup has checkpoints of the sink " + position.connector()
                                        + ", which belongs to no layer, so its container is not known: name the container with --lake"));
    }

    private Checkpoints of(Layer layer) {
        Lake store = lake.store(layer);
        return new Checkpoints(store, store);
    }
}
