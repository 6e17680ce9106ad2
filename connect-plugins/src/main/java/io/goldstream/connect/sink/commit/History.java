package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.layout.FileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which files are a manifest's own. A topic that was made anew has the old one's name and offsets, and another connector
 * may land the same topic in the same lake: only by this can their files be told apart.
 *
 * @param id stands in the name of every file that was written under the manifest: 8 hexadecimal digits, random
 * @param topicId what Kafka calls the topic; empty where Kafka was not asked, or not since the offset was set
 * @param cuts where it does not simply go on
 */
public record History(String id, Optional<String> topicId, List<Cut> cuts) {

    private static final int DIGITS = 8;

    public History {
        cuts = List.copyOf(cuts);
    }

    /**
     * The offset was set, or the lake went back to it. Records were read again from there on, and so stand in other files.
     *
     * @param epoch of owners before it, files from the offset on are not of this history any more
     * @param offset where the next owner started
     */
    public record Cut(long epoch, long offset) {
        private boolean takesOut(FileName file) {
            return file.author().epoch() < epoch && file.firstOffset() >= offset;
        }

        private boolean takesOut(long epochThen, long boundary) {
            return epochThen < epoch && boundary > offset;
        }
    }

    static History begin() {
        return new History(UUID.randomUUID().toString().substring(0, DIGITS), Optional.empty(), List.of());
    }

    /** Whether the file holds records up to where the manifest stands, and not of a topic or a time before. */
    boolean holds(FileName file) {
        return file.author().history().equals(id) && cuts.stream().noneMatch(cut -> cut.takesOut(file));
    }

    /** Whether files still end where one commit ended, and the next began, when the manifest was at that epoch. */
    boolean hasBoundary(long epochThen, long offset) {
        return cuts.stream().noneMatch(cut -> cut.takesOut(epochThen, offset));
    }

    /** Whether the topic is known to be another one now. */
    boolean isOfAnother(Optional<String> topic) {
        return topicId.isPresent() && topic.isPresent() && !topicId.equals(topic);
    }

    /** With the topic's id, where it is known. */
    History of(Optional<String> topic) {
        return topic.isPresent() ? new History(id, topic, cuts) : this;
    }

    /** Of which topic it is from now on, the next owner will ask. */
    History ofAnyTopic() {
        return new History(id, Optional.empty(), cuts);
    }

    History cutAt(long epoch, long offset) {
        Cut cut = new Cut(epoch, offset);
        List<Cut> all = new ArrayList<>(cuts);
        // What an older cut at or behind this offset took out, this one takes out, too.
        all.removeIf(older -> older.offset() >= cut.offset());
        all.add(cut);
        return new History(id, topicId, all);
    }
}
