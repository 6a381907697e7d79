package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.core.log.Rotation.Finished;

class RotationTest {
    private static final String FINISH = "RENAME_FINISHED SYNC_DIRECTORY REMOVE_OLD";
    private final List<String> steps = new ArrayList<>();

    /** Takes all steps; names what the finishing ones are about. */
    private String run(Rotation rotation) {
        steps.clear();
        while (!rotation.idle()) {
            RotationStep step = rotation.step();
            boolean names = step == RotationStep.FIND_FINISHED || step == RotationStep.NAME_FINISHED;
            steps.add(names ? step + ":" + rotation.finished() + "." + rotation.code() : step.toString());
            rotation.done();
        }
        return String.join(" ", steps);
    }

    @Test
    void rotatesInThisOrder() {
        Rotation rotation = new Rotation(false);
        rotation.begin();
        assertEquals(
                "SYNC_CURRENT RENAME_CURRENT CREATE_CURRENT MODE_CURRENT MODE_PREVIOUS NAME_FINISHED:PREVIOUS.s "
                        + FINISH,
                run(rotation));
    }

    @Test
    void aProcessorComesBetween() {
        Rotation rotation = new Rotation(true);
        rotation.begin();
        assertEquals(
                "SYNC_CURRENT RENAME_CURRENT CREATE_CURRENT MODE_CURRENT MODE_PREVIOUS RUN_PROCESSOR AWAIT_PROCESSOR"
                        + " SYNC_PROCESSED SYNC_NEWSTATE REMOVE_PREVIOUS RENAME_NEWSTATE NAME_FINISHED:PROCESSED.s "
                        + FINISH,
                run(rotation));
    }

    @Test
    void aFailedProcessorRunsAgain() {
        Rotation rotation = new Rotation(true);
        rotation.begin();
        while (rotation.step() != RotationStep.AWAIT_PROCESSOR) {
            rotation.done();
        }
        rotation.processorFailed();
        assertTrue(run(rotation).startsWith("RUN_PROCESSOR AWAIT_PROCESSOR SYNC_PROCESSED "));
    }

    @Test
    void clearsUpWhatIsUnfinished() {
        Rotation rotation = new Rotation(false);
        rotation.beginAtStart(false, false);
        assertEquals(
                "FIND_FINISHED:PREVIOUS.u NAME_FINISHED:PREVIOUS.u " + FINISH
                        + " FIND_FINISHED:CURRENT.u SYNC_FINISHED NAME_FINISHED:CURRENT.u " + FINISH
                        + " CREATE_STATE CREATE_FIRST MODE_FIRST SYNC_NAMES",
                run(rotation));
    }

    @Test
    void clearsUpAfterAProcessorThatWasDone() {
        Rotation rotation = new Rotation(true);
        rotation.beginAtStart(true, false);
        assertTrue(run(rotation).startsWith("FIND_FINISHED:PROCESSED.s NAME_FINISHED:PROCESSED.s "));
    }

    @Test
    void passesOverWhatIsNotThere() {
        Rotation rotation = new Rotation(false);
        rotation.beginAtStart(false, false);
        rotation.absent();
        assertEquals(Finished.CURRENT, rotation.finished());
        rotation.absent();
        assertEquals("REMOVE_OLD CREATE_STATE CREATE_FIRST MODE_FIRST SYNC_NAMES", run(rotation));
        rotation.begin();
        assertTrue(run(rotation).contains("NAME_FINISHED:PREVIOUS.s"));
    }

    @Test
    void aFileThatHasItsSecondNameOnlyLosesTheFirst() {
        Rotation rotation = new Rotation(false);
        rotation.beginAtStart(false, false);
        rotation.linkedBefore();
        assertTrue(run(rotation).startsWith("REMOVE_FINISHED SYNC_DIRECTORY REMOVE_OLD FIND_FINISHED:CURRENT.u"));
    }
}
