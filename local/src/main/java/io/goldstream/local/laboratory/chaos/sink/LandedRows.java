package io.goldstream.local.laboratory.chaos.sink;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.goldstream.local.laboratory.parquet.ParquetRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * What stands in the published files of a topic, as Azure's own client reads them.
 *
 * @param timesByNumber how often each row stands there
 * @param files how many there are
 */
record LandedRows(Map<Long, Integer> timesByNumber, long files) {

    private static final Pattern VALUE = Pattern.compile("(?m)^value: (\\d+)\\b");

    static LandedRows read(BlobContainerClient container, String topic) throws IOException {
        Map<Long, Integer> times = new HashMap<>();
        List<String> paths = paths(container, topic + "/");
        for (String path : paths) {
            byte[] file = container.getBlobClient(path).downloadContent().toBytes();
            for (String row : ParquetRows.of(file)) {
                Matcher value = VALUE.matcher(row);
                if (!value.find()) {
                    throw new IOException(path + " has a row without a value: " + row);
                }
                times.merge(Long.parseLong(value.group(1)), 1, Integer::sum);
            }
        }
        return new LandedRows(times, paths.size());
    }

    static List<String> paths(BlobContainerClient container, String prefix) {
        List<String> paths = new ArrayList<>();
        for (BlobItem blob : container.listBlobs(new ListBlobsOptions().setPrefix(prefix), null)) {
            paths.add(blob.getName());
        }
        return paths;
    }

    long rows() {
        return timesByNumber.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The numbers below the bound that are in no file. */
    List<Long> missing(long bound) {
        return LongStream.range(0, bound)
                .filter(number -> !timesByNumber.containsKey(number))
                .boxed()
                .toList();
    }
}
