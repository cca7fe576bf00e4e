;; Finds which of up to 64 words stand in a text, as whole words. Sixteen bytes at a time: each word is represented by three
;; neighbouring bytes of it, and by six tables of sixteen bytes the three bytes of every place are looked up at once; each bit of the
;; result is a bucket of words. Places that pass are compared byte by byte.
;;
;; Memory, filled by the host: 0 six tables; 128 scratch; 256 which bytes are word characters; 512 nine i32 bucket bounds;
;; 1024 records of 12 bytes (offset of the three bytes in the word, length, address); from 4096 the words; the text from 65536 on,
;; with a line end before it and 32 zero bytes behind it.
(module
  (memory (export "memory") 2)
  (func $isWordByte (param $at i32) (result i32)
    (i32.load8_u offset=256 (i32.load8_u (local.get $at))))

  ;; Whether the word of a record stands around the place of its three bytes.
  (func $matches (param $record i32) (param $place i32) (param $end i32) (result i32)
    (local $from i32) (local $length i32) (local $word i32) (local $i i32)
    (local.set $from (i32.sub (local.get $place) (i32.load (local.get $record))))
    (local.set $length (i32.load offset=4 (local.get $record)))
    (local.set $word (i32.load offset=8 (local.get $record)))
    (if (i32.lt_u (local.get $from) (i32.const 65536)) (then (return (i32.const 0))))
    (if (i32.gt_u (i32.add (local.get $from) (local.get $length)) (local.get $end)) (then (return (i32.const 0))))
    (if (call $isWordByte (i32.sub (local.get $from) (i32.const 1))) (then (return (i32.const 0))))
    (if (call $isWordByte (i32.add (local.get $from) (local.get $length))) (then (return (i32.const 0))))
    (block $differs
      (loop $next
        (br_if $differs
          (i32.ne
            (i32.load8_u (i32.add (local.get $from) (local.get $i)))
            (i32.load8_u (i32.add (local.get $word) (local.get $i)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $i) (local.get $length))))
      (return (i32.const 1)))
    (i32.const 0))

  ;; The words that stand in the `length` bytes from 65536 on, one bit each.
  (func (export "scan") (param $length i32) (result i64)
    (local $at i32) (local $end i32) (local $found i64) (local $lanes i32) (local $lane i32) (local $buckets i32)
    (local $bucket i32) (local $record i32) (local $last i32)
    (local $v v128) (local $r v128) (local $low v128)
    (local $l0 v128) (local $h0 v128) (local $l1 v128) (local $h1 v128) (local $l2 v128) (local $h2 v128)
    (local.set $low (v128.const i8x16 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15))
    (local.set $l0 (v128.load (i32.const 0)))
    (local.set $h0 (v128.load (i32.const 16)))
    (local.set $l1 (v128.load (i32.const 32)))
    (local.set $h1 (v128.load (i32.const 48)))
    (local.set $l2 (v128.load (i32.const 64)))
    (local.set $h2 (v128.load (i32.const 80)))
    (local.set $at (i32.const 65536))
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (block $done
      (loop $block
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $v (v128.load (local.get $at)))
        (local.set $r
          (v128.and
            (i8x16.swizzle (local.get $l0) (v128.and (local.get $v) (local.get $low)))
            (i8x16.swizzle (local.get $h0) (i8x16.shr_u (local.get $v) (i32.const 4)))))
        (local.set $v (v128.load offset=1 (local.get $at)))
        (local.set $r
          (v128.and (local.get $r)
            (v128.and
              (i8x16.swizzle (local.get $l1) (v128.and (local.get $v) (local.get $low)))
              (i8x16.swizzle (local.get $h1) (i8x16.shr_u (local.get $v) (i32.const 4))))))
        (local.set $v (v128.load offset=2 (local.get $at)))
        (local.set $r
          (v128.and (local.get $r)
            (v128.and
              (i8x16.swizzle (local.get $l2) (v128.and (local.get $v) (local.get $low)))
              (i8x16.swizzle (local.get $h2) (i8x16.shr_u (local.get $v) (i32.const 4))))))
        (if (v128.any_true (local.get $r))
          (then
            (v128.store (i32.const 128) (local.get $r))
            (local.set $lanes (i8x16.bitmask (i8x16.ne (local.get $r) (v128.const i64x2 0 0))))
            (loop $nextLane
              (local.set $lane (i32.ctz (local.get $lanes)))
              (local.set $lanes (i32.and (local.get $lanes) (i32.sub (local.get $lanes) (i32.const 1))))
              (local.set $buckets (i32.load8_u offset=128 (local.get $lane)))
              (loop $nextBucket
                (local.set $bucket (i32.shl (i32.ctz (local.get $buckets)) (i32.const 2)))
                (local.set $buckets (i32.and (local.get $buckets) (i32.sub (local.get $buckets) (i32.const 1))))
                (local.set $record (i32.load offset=512 (local.get $bucket)))
                (local.set $last (i32.load offset=516 (local.get $bucket)))
                (block $bucketDone
                  (loop $nextRecord
                    (br_if $bucketDone (i32.ge_u (local.get $record) (local.get $last)))
                    (if (call $matches (local.get $record) (i32.add (local.get $at) (local.get $lane)) (local.get $end))
                      (then
                        (local.set $found
                          (i64.or (local.get $found)
                            (i64.shl (i64.const 1)
                              (i64.extend_i32_u (i32.div_u (i32.sub (local.get $record) (i32.const 1024)) (i32.const 12))))))))
                    (local.set $record (i32.add (local.get $record) (i32.const 12)))
                    (br $nextRecord)))
                (br_if $nextBucket (local.get $buckets)))
              (br_if $nextLane (local.get $lanes)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $block)))
    (local.get $found)))
