package org.yagura.core.log;

/**
 * Where a log directory stands in replacing its current file, or in clearing up at start what an earlier logger left behind.
 *
 * <pre>
 * rotation:  current -> previous, fresh current, previous complete;
 *            [ processor: previous -> processed, state -> newstate; remove previous; newstate -> state; ]
 *            finish previous [processed] as @label.s
 * at start:  finish processed as @label.s, or previous as @label.u; sync current, finish it as @label.u; remove the oldest
 *            while there are too many; empty state; fresh current, sync the directory and the one above
 * finish:    give it its name, sync the directory, remove the oldest while there are too many
 * </pre>
 *
 * A crash between any two steps leaves what the start clears up without loss.
 */
public final class Rotation {
    /** The file that is being finished. */
    public enum Finished {
        CURRENT,
        PREVIOUS,
        PROCESSED
    }

    private final boolean hasProcessor;
    private RotationStep step = RotationStep.NONE;
    private Finished finished = Finished.CURRENT;
    private boolean starting;
    /** Whether the current file stays for now. */
    private boolean keepsCurrent;

    public Rotation(boolean hasProcessor) {
        this.hasProcessor = hasProcessor;
    }

    /** Begins a rotation. */
    public void begin() {
        step = RotationStep.SYNC_CURRENT;
    }

    /**
     * Begins to clear up.
     *
     * @param processedIsComplete whether a processor had ended well and its output was on disk
     * @param keep whether the current file is gone on with for now, because something of it is missing that can be had
     */
    public void beginAtStart(boolean processedIsComplete, boolean keep) {
        starting = true;
        keepsCurrent = keep;
        finish(processedIsComplete ? Finished.PROCESSED : Finished.PREVIOUS);
    }

    /** Begins to finish the current file that was kept, as one that may lack its end. */
    public void beginSettingAside() {
        starting = true;
        keepsCurrent = false;
        finish(Finished.CURRENT);
    }

    /** The step to take now. */
    public RotationStep step() {
        return step;
    }

    public boolean idle() {
        return step == RotationStep.NONE;
    }

    /** Whether a failure of this step is a reason not to begin. */
    public boolean failureIsFatal() {
        return step == RotationStep.CREATE_STATE
                || step == RotationStep.CREATE_FIRST
                || step == RotationStep.MODE_FIRST;
    }

    /** The file that the finishing steps are about. */
    public Finished finished() {
        return finished;
    }

    /** The code in the name that it gets. */
    public char code() {
        return starting && finished != Finished.PROCESSED ? 'u' : 's';
    }

    /** The step is done. */
    public void done() {
        switch (step) {
            case NONE -> {}
            case SYNC_CURRENT -> step = RotationStep.RENAME_CURRENT;
            case RENAME_CURRENT -> step = RotationStep.CREATE_CURRENT;
            case CREATE_CURRENT -> step = RotationStep.MODE_CURRENT;
            case MODE_CURRENT -> step = RotationStep.MODE_PREVIOUS;
            case MODE_PREVIOUS -> afterModePrevious();
            case RUN_PROCESSOR -> step = RotationStep.AWAIT_PROCESSOR;
            case AWAIT_PROCESSOR -> step = RotationStep.SYNC_PROCESSED;
            case SYNC_PROCESSED -> step = RotationStep.SYNC_NEWSTATE;
            case SYNC_NEWSTATE -> step = RotationStep.REMOVE_PREVIOUS;
            case REMOVE_PREVIOUS -> step = RotationStep.RENAME_NEWSTATE;
            case RENAME_NEWSTATE -> finish(Finished.PROCESSED);
            case FIND_FINISHED ->
                step = finished == Finished.CURRENT ? RotationStep.SYNC_FINISHED : RotationStep.NAME_FINISHED;
            case SYNC_FINISHED -> step = RotationStep.NAME_FINISHED;
            case NAME_FINISHED -> step = RotationStep.RENAME_FINISHED;
            case RENAME_FINISHED -> step = RotationStep.SYNC_DIRECTORY;
            case REMOVE_FINISHED -> step = RotationStep.SYNC_DIRECTORY;
            case SYNC_DIRECTORY -> step = RotationStep.REMOVE_OLD;
            case REMOVE_OLD -> afterRemoveOld();
            case CREATE_STATE -> step = RotationStep.CREATE_FIRST;
            case CREATE_FIRST -> step = RotationStep.MODE_FIRST;
            case MODE_FIRST -> step = RotationStep.SYNC_NAMES;
            case SYNC_NAMES -> {
                starting = false;
                step = RotationStep.NONE;
            }
        }
    }

    /** {@link RotationStep#FIND_FINISHED}: there is no such file. */
    public void absent() {
        if (isLast()) {
            // An earlier logger may have given it its name, and been killed before the oldest file went.
            step = RotationStep.REMOVE_OLD;
        } else {
            finish(Finished.CURRENT);
        }
    }

    /** {@link RotationStep#FIND_FINISHED}: it has its second name already. */
    public void linkedBefore() {
        step = RotationStep.REMOVE_FINISHED;
    }

    /** {@link RotationStep#AWAIT_PROCESSOR}: it has to run once more. */
    public void processorFailed() {
        step = RotationStep.RUN_PROCESSOR;
    }

    private void afterModePrevious() {
        if (hasProcessor) {
            step = RotationStep.RUN_PROCESSOR;
        } else {
            finish(Finished.PREVIOUS);
        }
    }

    private void afterRemoveOld() {
        if (!starting) {
            step = RotationStep.NONE;
        } else if (isLast()) {
            step = RotationStep.CREATE_STATE;
        } else {
            finish(Finished.CURRENT);
        }
    }

    /** Whether no other file is to be finished at start. */
    private boolean isLast() {
        return finished == Finished.CURRENT || keepsCurrent;
    }

    private void finish(Finished file) {
        finished = file;
        step = starting ? RotationStep.FIND_FINISHED : RotationStep.NAME_FINISHED;
    }
}
