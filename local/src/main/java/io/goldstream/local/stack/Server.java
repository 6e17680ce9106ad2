package io.goldstream.local.stack;

import java.io.IOException;

/** One part of the stack: how it is configured and started, and when it is of use. */
interface Server {

    Part part();

    /** Writes its configuration; safe to repeat after a start that was killed at any point. */
    ServerCommand prepare() throws IOException, InterruptedException;

    /** Whether it answers. */
    boolean isReady();

    /** What is put into it once it is ready, such as topics or tables; safe to repeat. */
    default void equip() throws IOException, InterruptedException {}
}
