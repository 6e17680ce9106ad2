package io.goldstream.local.command;

import io.goldstream.cli.command.WaitCommand;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.sql.Connection;
import java.time.Duration;

/** {@code goldstream wait} for a stack, as a step of another command. */
final class StackWait {

    private StackWait() {}

    /** Prints the reconciliation; throws where there is none in time. */
    static void await(Stack stack, Duration timeout) throws Exception {
        try (Offsets offsets = new Offsets(stack.portsWith(Part.KAFKA).bootstrapServers());
                Connection connection = LakeConnection.open(stack.portsWith(Part.TRINO))) {
            WaitCommand.await(
                    stack::firstFailure, connection, offsets, new Diagnosis(offsets, stack.generation()), timeout);
        }
    }
}
