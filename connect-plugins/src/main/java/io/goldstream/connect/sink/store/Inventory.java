package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.util.List;

/** To look around in a storage. */
public interface Inventory {

    /** The paths of all documents below a folder, sorted. */
    List<String> documents(String folder) throws IOException;

    /** The paths of all published files below a folder, sorted; documents are none. */
    List<String> files(String folder) throws IOException;
}
